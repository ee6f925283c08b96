package dev.wsdoctor.conformance;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// A JSON value: fields of an object, items of an array, or the text of anything else.
public record JsonTree(Map<String, JsonTree> fields, List<JsonTree> items, String text) {
  public static JsonTree parse(String json) {
    try (JsonParser parser =
        new JsonFactory().createParser(ObjectReadContext.empty(), new StringReader(json))) {
      return value(parser, parser.nextToken());
    }
  }

  private static JsonTree value(JsonParser parser, JsonToken token) {
    if (token == JsonToken.START_OBJECT) {
      Map<String, JsonTree> fields = new LinkedHashMap<>();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        fields.put(name, value(parser, parser.nextToken()));
      }
      return new JsonTree(fields, List.of(), "");
    }
    if (token == JsonToken.START_ARRAY) {
      List<JsonTree> items = new ArrayList<>();
      for (JsonToken next = parser.nextToken();
          next != JsonToken.END_ARRAY;
          next = parser.nextToken()) {
        items.add(value(parser, next));
      }
      return new JsonTree(Map.of(), items, "");
    }
    return new JsonTree(Map.of(), List.of(), parser.getString());
  }

  public Optional<JsonTree> field(String name) {
    return Optional.ofNullable(fields.get(name));
  }

  /// The text of a field; empty if it is absent.
  public String text(String name) {
    return field(name).map(JsonTree::text).orElse("");
  }

  /// The texts of an array, or the one text.
  public List<String> texts() {
    return items.isEmpty() ? List.of(text) : items.stream().map(JsonTree::text).toList();
  }
}
