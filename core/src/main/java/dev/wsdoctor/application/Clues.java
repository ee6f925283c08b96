package dev.wsdoctor.application;

import java.util.List;

/// What is known of a request and of where it goes, as far as it can tell which application that
/// is.
///
/// `backendNames` are names of upstreams and hosts that it goes to, `siteNames` those it was asked
/// for by; `locations` are the prefixes of the same site that go to the same place; `fields` are
/// the names of what is sent along by configuration.
public record Clues(
    String path,
    String query,
    List<Name> backendNames,
    List<Name> siteNames,
    List<Integer> ports,
    List<String> locations,
    List<String> fields) {
  public Clues {
    backendNames = List.copyOf(backendNames);
    siteNames = List.copyOf(siteNames);
    ports = List.copyOf(ports);
    locations = List.copyOf(locations);
    fields = List.copyOf(fields);
  }
}
