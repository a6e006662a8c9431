/** Wakes the one who listens; a ring that nobody heard is heard by the next to listen. */
export class Bell {
  #rung = false;
  #listener: (() => void) | null = null;

  ring(): void {
    this.#rung = true;
    this.#listener?.();
  }

  async heard(): Promise<void> {
    if (!this.#rung) {
      await new Promise<void>((resolve) => {
        this.#listener = resolve;
      });
    }
    this.#rung = false;
    this.#listener = null;
  }
}
