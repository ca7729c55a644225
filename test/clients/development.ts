// Apollo Client warns only where this was said before it is loaded.
Object.assign(globalThis, { __DEV__: true });
