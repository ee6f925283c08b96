package dev.wsdoctor.gateway.exchange;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.nginx.Nginx;
import java.time.Clock;
import java.util.Map;

/// One configuration as it runs: what decides, what stands in for upstreams, and the time.
public record Site(
    Configuration configuration,
    Nginx nginx,
    Map<String, String> standIns,
    Clock clock,
    EventLoops loops) {}
