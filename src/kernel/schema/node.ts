/** What every record is in GraphQL; its fields come from the declarations. */
export abstract class Node {}
