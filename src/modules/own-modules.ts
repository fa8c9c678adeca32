// What imports of tidemark, and of its driver, stand for in users' modules: the very copies that are running, whatever is
// installed beside the file, so that the driver knows the values that a module makes.

export type LoadModule = () => Promise<object>;

const loaders = new Map<string, LoadModule>();

/** `specifier` is as an import writes it: "tidemark/models". Nothing is loaded before a module asks for it. */
export function provideModule(specifier: string, load: LoadModule): void {
  loaders.set(specifier, load);
}

/** Those among `specifiers` that are provided, loaded. */
export async function loadOwnModules(specifiers: Iterable<string>): Promise<Readonly<Record<string, unknown>>> {
  const asked = [...specifiers].flatMap((specifier) => {
    const load = loaders.get(specifier);
    return load === undefined ? [] : [load().then((module) => [specifier, module] as const)];
  });
  return Object.fromEntries(await Promise.all(asked));
}
