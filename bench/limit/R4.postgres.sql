with page as materialized (
  select * from event
  where (timing_sort, id) > (:sort, :id)
  order by timing_sort, id
  limit 21)
select json_build_object('events', json_build_object(
  'nodes', coalesce((
    select json_agg(json_build_object(
      'slug', e.slug,
      'title', json_build_object('value', coalesce(e.title->>'fi', e.title->>'sv', e.title->>'en')),
      'timing', json_build_object('start', e.timing->>'start', 'end', e.timing->>'end', 'edtf', e.timing->>'edtf'),
      'status', e.status) order by e.timing_sort, e.id)
    from (select * from page order by timing_sort, id limit 20) e), '[]'),
  'pageInfo', json_build_object(
    'hasNextPage', (select count(*) > 20 from page),
    'endCursor', (
      select json_build_array(timing_sort, id)::text
      from (select * from page order by timing_sort, id limit 20) e
      order by timing_sort desc, id desc
      limit 1))))::text
