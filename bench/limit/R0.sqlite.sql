select json_object('plan', (
  select json_object(
    'slug', slug,
    'title', json_object('value', coalesce(title->>'fi', title->>'sv', title->>'en')),
    'state', state)
  from plan
  where slug = +:slug))
