select json_object('plans', json_object('nodes', (
  select json_group_array(json_object(
    'slug', p.slug,
    'title', json_object('value', coalesce(p.title->>'fi', p.title->>'sv', p.title->>'en')),
    'period', json_object('start', p.period_start, 'end', p.period_end),
    'owner', (
      select json_object(
        'slug', o.slug,
        'name', json_object('value', coalesce(o.name->>'fi', o.name->>'sv', o.name->>'en')))
      from organisation o
      where o.id = p.owner_id),
    'goals', json_object('nodes', (
      select json_group_array(json_object(
        'slug', g.slug,
        'title', json_object('value', coalesce(g.title->>'fi', g.title->>'sv', g.title->>'en')),
        'metrics', json_object('nodes', (
          select json_group_array(json_object(
            'kind', m.kind,
            'name', json_object('value', coalesce(m.name->>'fi', m.name->>'sv', m.name->>'en')),
            'measurements', json_object('nodes', (
              select json_group_array(json_object(
                'period', json_object('start', v.period_start),
                'number', v.number))
              from (
                select * from measurement where metric_id = m.id
                order by period_start desc, period_end desc, id desc
                limit 1) v))) order by m.position, m.id)
          from (select * from metric where goal_id = g.id order by position, id limit 2) m))) order by g.position, g.id)
      from (select * from goal where plan_id = p.id order by position, id limit 5) g))) order by p.period_start, p.period_end, p.id)
  from (
    select * from plan
    where (period_start, period_end, id) > (+:start, +:end, +:id)
    order by period_start, period_end, id
    limit 20) p)))
