package io.processdistro.node.owner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalTime;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkHoursTest {
  @ParameterizedTest(name = "{0} at {1}: {2}")
  @CsvSource({
    "22:00-06:00, 21:59:59, false",
    "22:00-06:00, 22:00, true",
    "22:00-06:00, 00:00, true",
    "22:00-06:00, 05:59:59, true",
    "22:00-06:00, 06:00, false",
    "08:00-12:30, 07:59:59, false",
    "08:00-12:30, 08:00, true",
    "08:00-12:30, 12:30, false",
    "20:00-24:00, 23:59:59, true",
    "20:00-24:00, 00:00, false",
    "00:00-24:00, 12:00, never",
    "9:00 - 17:00, 09:00, true"
  })
  void theFirstMinuteBelongsToThemAndTheLastDoesNot(
      String hours, LocalTime time, String contained) {
    if (contained.equals("never")) {
      assertThatThrownBy(() -> WorkHours.parse(hours)).hasMessageContaining("none or all");
    } else {
      assertThat(WorkHours.parse(hours).contain(time)).isEqualTo(Boolean.parseBoolean(contained));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "22:00",
        "22-06",
        "22:00-06:00-07:00",
        "24:01-06:00",
        "-1:00-02:00",
        "22:60-06:00",
        "noon-midnight"
      })
  void whatIsNoHoursIsRefusedWithAnExample(String text) {
    assertThatThrownBy(() -> WorkHours.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("are no hours");
  }

  @Test
  void anHourThatTheClocksRepeatCountsBothTimes() {
    var hours = WorkHours.parse("02:00-02:30");
    var first = ZonedDateTime.parse("2026-10-25T02:15+02:00[Europe/Berlin]");
    assertThat(hours.contain(first.toLocalTime())).isTrue();
    assertThat(hours.contain(first.plusMinutes(30).toLocalTime())).isFalse();
    assertThat(hours.contain(first.plusHours(1).toLocalTime())).isTrue();
  }
}
