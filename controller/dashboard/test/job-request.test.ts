import { expect, it } from 'vitest';
import type { TaskType } from '../src/api/wire';
import { choicesIn, moduleRequest, taskRequest, valueOf } from '../src/job-request';

const parameter = (name: string) => ({ name, allowed: '', default_value: '', meaning: '' });
const TYPE: TaskType = {
  name: 'mandelbrot',
  summary: '',
  parameters: [parameter('width'), parameter('height')],
  inputs: [],
  formats: ['png', 'npy'],
};

it('sends what stands in the fields, judged by nobody but the controller', () => {
  const values = {
    'params.width': ' 12x ',
    'params.height': '-1',
    priority: 'high',
    slots_max: '3',
    cache: 'false',
  };
  expect(taskRequest(TYPE, values, {})).toEqual({
    task_type: 'mandelbrot',
    params: { width: '12x', height: -1 },
    inputs: {},
    priority: 'high',
    slots_max: 3,
    cache: false,
  });
});

it('leaves out what is empty, so that defaults and refusals of the controller count', () => {
  expect(taskRequest(TYPE, { 'params.width': ' ' }, {})).toEqual({
    task_type: 'mandelbrot',
    params: {},
    inputs: {},
  });
});

it('names a module by its hash', () => {
  const inputs = { input: { sha256: 'b', file_name: 'data.txt' } };
  expect(moduleRequest('a', { 'module.split': 'lines:10' }, inputs, ['split', 'fuel'])).toEqual({
    module: { sha256: 'a', split: 'lines:10' },
    inputs,
  });
});

it.each([
  ['', undefined],
  ['12', 12],
  ['1e3', 1000],
  ['[1,2]', [1, 2]],
  ['"12"', '12'],
  ['<b>', '<b>'],
])('reads %s', (text, value) => expect(valueOf(text)).toEqual(value));

it('offers a choice only where there is one', () => {
  expect(choicesIn('bcrypt, sha256, sha512')).toEqual(['bcrypt', 'sha256', 'sha512']);
  expect(choicesIn('a whole number from 1 to 65536')).toBeNull();
  expect(choicesIn('numbers, not large')).toBeNull();
});
