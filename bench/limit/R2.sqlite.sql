select json_object('events', json_object('nodes', (
  select json_group_array(json_object(
    'slug', e.slug,
    'title', json_object('value', coalesce(e.title->>'fi', e.title->>'sv', e.title->>'en')),
    'timing', json_object('start', e.timing->>'start', 'end', e.timing->>'end', 'edtf', e.timing->>'edtf'),
    'participations', (
      select json_group_array(json_object('organisation', (
        select json_object(
          'slug', o.slug,
          'name', json_object('value', coalesce(o.name->>'fi', o.name->>'sv', o.name->>'en')))
        from organisation o
        where o.id = p.organisation_id)) order by p.position, p.id)
      from participation p
      where p.record_id = e.id and p.role = 'ORGANISER'),
    'placements', (
      select json_group_array(json_object('module', (
        select json_object(
          'slug', m.slug,
          'name', json_object('value', coalesce(m.name->>'fi', m.name->>'sv', m.name->>'en')))
        from module m
        where m.id = p.module_id)) order by p.position, p.id)
      from placement p
      where p.record_id = e.id)) order by e.timing_sort, e.id)
  from (
    select * from event e
    where e.timing_certain = 1
      and e.timing_sort >= +:start
      and e.timing_sort <= +:end || '~'
      and e.timing_latest <= +:end
      and exists (select 1 from json_each(e.languages) where value = +:language limit 1)
      and exists (
        select 1
        from participation p
        join mandate d on d.record_id = p.organisation_id
        join mandate_regions r on r.from_id = d.id
        where p.record_id = e.id and p.role = 'ORGANISER'
          and r.to_id = (select id from region where code = +:region) limit 1)
    order by e.timing_sort, e.id
    limit 50) e)))
