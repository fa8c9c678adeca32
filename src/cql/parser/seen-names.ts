// Remembers names to find one that stands twice: a list while they are few, for a set costs more to make than to use then.

const FEW = 12;

export class SeenNames {
  readonly #few: string[] = [];
  #many: Set<string> | undefined;

  /** False when the name was there before. */
  add(name: string): boolean {
    if (this.#many === undefined && this.#few.length < FEW) {
      if (this.#few.includes(name)) return false;
      this.#few.push(name);
      return true;
    }
    this.#many ??= new Set(this.#few);
    const { size } = this.#many;
    return this.#many.add(name).size > size;
  }
}
