with old as (
  select id, version, title
  from event
  where slug = :slug
  for update),
changed as (
  update event e
  set title = :title::text::json, title_folded = :titleFolded, title_sort_fi = :titleSortFi,
    title_sort_sv = :titleSortSv, version = e.version + 1, updated_at = :at, sequence = e.sequence + 1,
    sequenced_at = :at
  from old
  where e.id = old.id and old.title::text <> :title::text
  returning e.*),
logged as (
  insert into change (seq, type, record_id, slug, operation, version, actor, at, fields, "values", owner_id,
    public_before, public_after)
  select (select coalesce(max(seq), 0) + 1 from change), 'Event', c.id, c.slug, 'UPDATE', c.version, :actor, :at,
    '["title"]', json_build_object('title', json_build_object('before', old.title, 'after', c.title)), c.owner_id,
    c.state <> 'DRAFT', c.state <> 'DRAFT'
  from changed c
  join old on old.id = c.id)
select (select row_to_json(o) from (select (select row_to_json(o) from (select
  (select row_to_json(o) from (select :slug as "slug", coalesce(c.version, old.version) as "version") o) as "event",
  '[]'::json as "userErrors") o) as "putEvent") o)::text
from old
left join changed c on c.id = old.id
