select (select row_to_json(o) from (select (select row_to_json(o) from (select coalesce((
  select json_agg((select row_to_json(o) from (select
    e.slug as "slug",
    (select row_to_json(o) from (select coalesce(e.title->>'fi', e.title->>'sv', e.title->>'en') as "value") o) as "title",
    (select row_to_json(o) from (select e.timing->>'start' as "start", e.timing->>'end' as "end", e.timing->>'edtf' as "edtf") o) as "timing",
    coalesce((
      select json_agg((select row_to_json(o) from (select (
        select (select row_to_json(o) from (select
          o.slug as "slug",
          (select row_to_json(o) from (select coalesce(o.name->>'fi', o.name->>'sv', o.name->>'en') as "value") o) as "name") o)
        from organisation o
        where o.id = p.organisation_id) as "organisation") o) order by p.position, p.id)
      from participation p
      where p.record_id = e.id and p.role = 'ORGANISER'), '[]') as "participations",
    coalesce((
      select json_agg((select row_to_json(o) from (select (
        select (select row_to_json(o) from (select
          m.slug as "slug",
          (select row_to_json(o) from (select coalesce(m.name->>'fi', m.name->>'sv', m.name->>'en') as "value") o) as "name") o)
        from module m
        where m.id = p.module_id) as "module") o) order by p.position, p.id)
      from placement p
      where p.record_id = e.id), '[]') as "placements") o) order by e.timing_sort, e.id)
  from (
    select * from event e
    where e.timing_certain
      and e.timing_sort >= :start
      and e.timing_sort <= :end || '~'
      and e.timing_latest <= :end
      and exists (select 1 from json_array_elements_text(e.languages) l where l = :language)
      and exists (
        select 1
        from participation p
        join mandate d on d.record_id = p.organisation_id
        join mandate_regions r on r.from_id = d.id
        where p.record_id = e.id and p.role = 'ORGANISER'
          and r.to_id = (select id from region where code = :region))
    order by e.timing_sort, e.id
    limit 50) e), '[]') as "nodes") o) as "events") o)::text
