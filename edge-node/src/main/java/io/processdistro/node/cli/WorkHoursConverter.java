package io.processdistro.node.cli;

import io.processdistro.node.owner.WorkHours;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads hours of a day. */
final class WorkHoursConverter implements ITypeConverter<WorkHours> {
  @Override
  public WorkHours convert(String text) {
    try {
      return WorkHours.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
