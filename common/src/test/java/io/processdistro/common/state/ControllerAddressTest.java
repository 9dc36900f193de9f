package io.processdistro.common.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ControllerAddressTest {
  @ParameterizedTest
  @CsvSource({
    "192.168.1.100:30000, 192.168.1.100, 30000",
    "kitchen.local:1, kitchen.local, 1",
    "localhost, localhost, 30000",
    "[::1]:65535, ::1, 65535",
    "[fe80::1%eth0], fe80::1%eth0, 30000"
  })
  void addressesAreReadAsPeopleWriteThem(String text, String host, int port) {
    var address = ControllerAddress.parse(text);
    assertThat(address).isEqualTo(new ControllerAddress(host, port));
    assertThat(ControllerAddress.parse(address.toString())).isEqualTo(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        ":30000",
        "host:",
        "host:0",
        "host:65536",
        "host:70000",
        "host:-1",
        "host:1e3",
        "host:99999999999",
        "::1",
        "::1:30000",
        "[::1",
        "[::1]30000",
        "[]",
        "http://host:30000",
        "host/path:1",
        "user@host:1",
        "ho st:1",
        "host\r\nX: y:1",
        "host:1:2"
      })
  void anythingElseIsRefusedWithOneSentence(String text) {
    assertThatThrownBy(() -> ControllerAddress.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .isNotBlank()
        .doesNotContain("\n", "\r");
  }
}
