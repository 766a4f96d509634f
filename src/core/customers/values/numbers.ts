/** A list of 32-bit integers in little memory. */
export class Numbers {
  #numbers: Int32Array;
  length = 0;

  constructor(room: number) {
    this.#numbers = new Int32Array(room);
  }

  push(number: number): void {
    if (this.length === this.#numbers.length) {
      const larger = new Int32Array(this.length * 2);
      larger.set(this.#numbers);
      this.#numbers = larger;
    }
    this.#numbers[this.length] = number;
    this.length += 1;
  }

  all(): Int32Array {
    return this.#numbers.subarray(0, this.length);
  }
}
