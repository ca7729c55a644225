/** `ownerId` → `owner_id`, `GoalFramework` → `goal_framework`: how the database writes what the code calls so. */
export function snake(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** `CompetenceArea` → `competenceArea`. */
export function camel(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
