import { describe, expect, it } from 'vitest';
import { addressToDial } from '../src/dialled-address';

describe('the address that nodes dial', () => {
  it('is what the controller says, on its own computer', () => {
    expect(addressToDial('192.168.1.5:4711', '127.0.0.1')).toBe('192.168.1.5:4711');
    expect(addressToDial('192.168.1.5:4711', 'localhost')).toBe('192.168.1.5:4711');
  });

  it('is the name by which the browser reached it, from elsewhere', () => {
    expect(addressToDial('192.168.1.5:4711', 'workshop.lan')).toBe('workshop.lan:4711');
    expect(addressToDial('192.168.1.5:4711', '[fd00::5]')).toBe('[fd00::5]:4711');
  });

  it('stays loopback where the controller listens for nobody else', () => {
    expect(addressToDial('127.0.0.1:30000', '127.0.0.1')).toBe('127.0.0.1:30000');
    expect(addressToDial('127.0.0.1:30000', 'tunnel.example')).toBe('127.0.0.1:30000');
  });
});
