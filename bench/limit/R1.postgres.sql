select (select row_to_json(o) from (select (select row_to_json(o) from (select coalesce((
  select json_agg((select row_to_json(o) from (select
    p.slug as "slug",
    (select row_to_json(o) from (select coalesce(p.title->>'fi', p.title->>'sv', p.title->>'en') as "value") o) as "title",
    (select row_to_json(o) from (select p.period_start as "start", p.period_end as "end") o) as "period",
    (
      select (select row_to_json(o) from (select
        o.slug as "slug",
        (select row_to_json(o) from (select coalesce(o.name->>'fi', o.name->>'sv', o.name->>'en') as "value") o) as "name") o)
      from organisation o
      where o.id = p.owner_id) as "owner",
    (select row_to_json(o) from (select coalesce((
      select json_agg((select row_to_json(o) from (select
        g.slug as "slug",
        (select row_to_json(o) from (select coalesce(g.title->>'fi', g.title->>'sv', g.title->>'en') as "value") o) as "title",
        (select row_to_json(o) from (select coalesce((
          select json_agg((select row_to_json(o) from (select
            m.kind as "kind",
            (select row_to_json(o) from (select coalesce(m.name->>'fi', m.name->>'sv', m.name->>'en') as "value") o) as "name",
            (select row_to_json(o) from (select coalesce((
              select json_agg((select row_to_json(o) from (select
                (select row_to_json(o) from (select v.period_start as "start") o) as "period",
                v.number as "number") o))
              from (
                select * from measurement where metric_id = m.id
                order by period_start desc, period_end desc, id desc
                limit 1) v), '[]') as "nodes") o) as "measurements") o) order by m.position, m.id)
          from (select * from metric where goal_id = g.id order by position, id limit 2) m), '[]') as "nodes") o) as "metrics") o) order by g.position, g.id)
      from (select * from goal where plan_id = p.id order by position, id limit 5) g), '[]') as "nodes") o) as "goals") o) order by p.period_start, p.period_end, p.id)
  from (
    select * from plan
    where (period_start, period_end, id) > (:start, :end, :id)
    order by period_start, period_end, id
    limit 20) p), '[]') as "nodes") o) as "plans") o)::text
