with page as materialized (
  select * from event
  where (timing_sort, id) > (:sort, :id)
  order by timing_sort, id
  limit 21)
select (select row_to_json(o) from (select (select row_to_json(o) from (select
  coalesce((
    select json_agg((select row_to_json(o) from (select
      e.slug as "slug",
      (select row_to_json(o) from (select coalesce(e.title->>'fi', e.title->>'sv', e.title->>'en') as "value") o) as "title",
      (select row_to_json(o) from (select e.timing->>'start' as "start", e.timing->>'end' as "end", e.timing->>'edtf' as "edtf") o) as "timing",
      e.status as "status") o) order by e.timing_sort, e.id)
    from (select * from page order by timing_sort, id limit 20) e), '[]') as "nodes",
  (select row_to_json(o) from (select
    (select count(*) > 20 from page) as "hasNextPage",
    (
      select json_build_array(timing_sort, id)::text
      from (select * from page order by timing_sort, id limit 20) e
      order by timing_sort desc, id desc
      limit 1) as "endCursor") o) as "pageInfo") o) as "events") o)::text
