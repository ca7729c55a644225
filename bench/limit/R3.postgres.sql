select (select row_to_json(o) from (select (
  select (select row_to_json(o) from (select
    p.slug as "slug",
    (select row_to_json(o) from (select coalesce(p.title->>'fi', p.title->>'sv', p.title->>'en') as "value") o) as "title",
    (
      select (select row_to_json(o) from (select
        f.slug as "slug",
        (select row_to_json(o) from (select coalesce((
          select json_agg((select row_to_json(o) from (select
            a.slug as "slug",
            a.number as "number",
            (select row_to_json(o) from (select coalesce(a.name->>'fi', a.name->>'sv', a.name->>'en') as "value") o) as "name",
            (select row_to_json(o) from (select coalesce((
              select json_agg((select row_to_json(o) from (select
                m.slug as "slug",
                (select row_to_json(o) from (select coalesce(m.name->>'fi', m.name->>'sv', m.name->>'en') as "value") o) as "name",
                (select row_to_json(o) from (select coalesce((
                  select json_agg((select row_to_json(o) from (select
                    t.slug as "slug",
                    (select row_to_json(o) from (select coalesce(t.name->>'fi', t.name->>'sv', t.name->>'en') as "value") o) as "name") o) order by t.position, t.id)
                  from (select * from topic where module_id = m.id order by position, id limit 100) t), '[]') as "nodes") o) as "topics") o) order by m.position, m.id)
              from (select * from module where area_id = a.id order by position, id limit 100) m), '[]') as "nodes") o) as "modules") o) order by a.position, a.id)
          from (select * from competence_area where framework_id = f.id order by position, id limit 100) a), '[]') as "nodes") o) as "areas") o)
      from competence_framework f
      where f.id = p.competence_framework_id) as "competenceFramework") o)
  from plan p
  where p.slug = :slug) as "plan") o)::text
