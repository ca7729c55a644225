select json_build_object('plan', (
  select json_build_object(
    'slug', slug,
    'title', json_build_object('value', coalesce(title->>'fi', title->>'sv', title->>'en')),
    'state', state)
  from plan
  where slug = :slug))::text
