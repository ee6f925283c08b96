package dev.wsdoctor.websocket;

import java.util.List;

/// Byte strings on the edges of RFC 3629, 4: good ones and bad ones.
final class Utf8Strings {
  static final List<String> ALL =
      List.of(
          // Each length's first and last code point.
          "00",
          "7f",
          "c280",
          "dfbf",
          "e0a080",
          "efbfbf",
          "f0908080",
          "f48fbfbf",
          // Around the surrogates, noncharacters, the byte order mark.
          "ed9fbf",
          "ee8080",
          "efbfbe",
          "efb790",
          "efbbbf",
          "f09fbfbe",
          "f48fbfbe",
          // Ordinary text of four scripts.
          "48c3a96c6c6f",
          "cebae1bdb9cf83cebcceb5",
          "e4bda0e5a5bd",
          "f09f9880f09f9a80",
          // Overlong forms of '/', NUL, and the last of each length.
          "c0af",
          "e080af",
          "f08080af",
          "c080",
          "e08080",
          "f0808080",
          "c1bf",
          "e09fbf",
          "f08fbfbf",
          // Surrogates, alone and as pairs.
          "eda080",
          "edafbf",
          "edb080",
          "edbfbf",
          "eda080edb080",
          "edadbfedbfbf",
          // Beyond U+10FFFF.
          "f4908080",
          "f5808080",
          "f7bfbfbf",
          "f888808080",
          "fc8480808080",
          // Bytes that never occur.
          "c0",
          "c1",
          "f5",
          "fe",
          "ff",
          "fefeffff",
          // Continuation bytes without a start.
          "80",
          "bf",
          "8080",
          "61bf",
          // Starts without all of their continuation bytes.
          "c2",
          "e0a0",
          "e2",
          "f0",
          "f090",
          "f09080",
          "c3c3a9",
          "e282e282ac",
          "f09f98f09f9880",
          "e28261",
          // A good beginning before a bad end.
          "cebae1bdb9cf83cebcceb5eda080656469746564",
          "cebae1bdb9cf83cebcceb5f490808065",
          "4865c06c6f");

  private Utf8Strings() {}
}
