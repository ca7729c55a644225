with page as materialized (
  select * from event
  where (timing_sort, id) > (+:sort, +:id)
  order by timing_sort, id
  limit 21)
select json_object('events', json_object(
  'nodes', (
    select json_group_array(json_object(
      'slug', e.slug,
      'title', json_object('value', coalesce(e.title->>'fi', e.title->>'sv', e.title->>'en')),
      'timing', json_object('start', e.timing->>'start', 'end', e.timing->>'end', 'edtf', e.timing->>'edtf'),
      'status', e.status) order by e.timing_sort, e.id)
    from (select * from page order by timing_sort, id limit 20) e),
  'pageInfo', json_object(
    'hasNextPage', json(case when (select count(*) from page) > 20 then 'true' else 'false' end),
    'endCursor', (
      select json_array(timing_sort, id)
      from (select * from page order by timing_sort, id limit 20) e
      order by timing_sort desc, id desc
      limit 1))))
