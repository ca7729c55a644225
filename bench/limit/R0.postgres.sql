select (select row_to_json(o) from (select (
  select (select row_to_json(o) from (select
    slug as "slug",
    (select row_to_json(o) from (select coalesce(title->>'fi', title->>'sv', title->>'en') as "value") o) as "title",
    state as "state") o)
  from plan
  where slug = :slug) as "plan") o)::text
