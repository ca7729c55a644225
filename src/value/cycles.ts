/**
 * What leads back to itself, given what each leads to: the strongly connected components of more than one, and what leads to
 * itself at once. Takes as long as there are ways (Tarjan, Depth-First Search and Linear Graph Algorithms, 1972), and goes no
 * deeper into the stack however long they are.
 */
export function onCycles(ways: ReadonlyMap<string, readonly string[]>): Set<string> {
  const found = new Set<string>();
  const numbers = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const isOpen = new Set<string>();
  for (const start of ways.keys()) {
    if (numbers.has(start)) continue;
    const path: { id: string; next: number }[] = [];
    const enter = (id: string) => {
      numbers.set(id, numbers.size);
      lowest.set(id, numbers.get(id)!);
      open.push(id);
      isOpen.add(id);
      path.push({ id, next: 0 });
    };
    enter(start);
    while (path.length > 0) {
      const at = path.at(-1)!;
      const to = ways.get(at.id)?.[at.next++];
      const reach = (number: number) => lowest.set(at.id, Math.min(lowest.get(at.id)!, number));
      if (to !== undefined) {
        if (to === at.id) found.add(to);
        if (!numbers.has(to)) enter(to);
        else if (isOpen.has(to)) reach(numbers.get(to)!);
        continue;
      }
      path.pop();
      const above = path.at(-1)?.id;
      if (above !== undefined) lowest.set(above, Math.min(lowest.get(above)!, lowest.get(at.id)!));
      if (lowest.get(at.id) !== numbers.get(at.id)) continue;
      const component = open.splice(open.lastIndexOf(at.id));
      for (const id of component) {
        isOpen.delete(id);
        if (component.length > 1) found.add(id);
      }
    }
  }
  return found;
}
