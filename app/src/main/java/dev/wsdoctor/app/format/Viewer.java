package dev.wsdoctor.app.format;

/// Who looks at a result. `terminal`: a person with a terminal that shows colours; `folder`: where
/// that person stands, empty when unknown; `seesSecrets`: asked to see cookies, tokens and
/// passwords as they are.
public record Viewer(boolean terminal, String folder, boolean seesSecrets) {}
