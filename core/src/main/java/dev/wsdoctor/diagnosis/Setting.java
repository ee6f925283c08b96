package dev.wsdoctor.diagnosis;

import dev.wsdoctor.directive.NginxVersion;
import java.nio.file.Path;
import java.util.Optional;

/// Which configuration a question is about, and which nginx reads it; what is absent is found out.
public record Setting(
    ConfigurationSource configuration,
    Optional<Path> nginxBinary,
    Optional<NginxVersion> nginxVersion) {}
