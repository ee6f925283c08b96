package dev.wsdoctor.capture;

import dev.wsdoctor.websocket.Role;
import java.time.Instant;

/// Something that one side of a conversation was seen to do, and when.
public record Moment(Instant time, Role from, Sighting sighting) {}
