package io.processdistro.node.cli;

import io.processdistro.node.owner.CpuLimit;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a part of the machine's processors. */
final class CpuLimitConverter implements ITypeConverter<CpuLimit> {
  @Override
  public CpuLimit convert(String text) {
    try {
      return CpuLimit.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
