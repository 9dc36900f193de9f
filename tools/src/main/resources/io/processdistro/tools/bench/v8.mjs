// Runs one execute() of a native-ABI module in V8, in a new instance each time, and prints the milliseconds of each, one per
// line. Arguments: module.wasm input.bin repetitions.
import { readFileSync } from 'node:fs';

const [moduleFile, inputFile, repetitions] = process.argv.slice(2);
const module = new WebAssembly.Module(readFileSync(moduleFile));
const input = readFileSync(inputFile);
for (let repetition = 0; repetition < Number(repetitions); repetition++) {
  const { memory, alloc, execute } = new WebAssembly.Instance(module, {}).exports;
  const pointer = alloc(input.length) >>> 0;
  new Uint8Array(memory.buffer).set(input, pointer);
  const start = performance.now();
  const result = execute(pointer, input.length);
  const milliseconds = performance.now() - start;
  if (result < 0n) throw new Error(`the kernel answered ${result}`);
  console.log(milliseconds.toFixed(3));
}
