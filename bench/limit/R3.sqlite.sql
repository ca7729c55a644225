select json_object('plan', (
  select json_object(
    'slug', p.slug,
    'title', json_object('value', coalesce(p.title->>'fi', p.title->>'sv', p.title->>'en')),
    'competenceFramework', (
      select json_object(
        'slug', f.slug,
        'areas', json_object('nodes', (
          select json_group_array(json_object(
            'slug', a.slug,
            'number', a.number,
            'name', json_object('value', coalesce(a.name->>'fi', a.name->>'sv', a.name->>'en')),
            'modules', json_object('nodes', (
              select json_group_array(json_object(
                'slug', m.slug,
                'name', json_object('value', coalesce(m.name->>'fi', m.name->>'sv', m.name->>'en')),
                'topics', json_object('nodes', (
                  select json_group_array(json_object(
                    'slug', t.slug,
                    'name', json_object('value', coalesce(t.name->>'fi', t.name->>'sv', t.name->>'en'))) order by t.position, t.id)
                  from (select * from topic where module_id = m.id order by position, id limit 100) t))) order by m.position, m.id)
              from (select * from module where area_id = a.id order by position, id limit 100) m))) order by a.position, a.id)
          from (select * from competence_area where framework_id = f.id order by position, id limit 100) a)))
      from competence_framework f
      where f.id = p.competence_framework_id))
  from plan p
  where p.slug = +:slug))
