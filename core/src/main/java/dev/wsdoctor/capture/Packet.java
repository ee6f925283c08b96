package dev.wsdoctor.capture;

import java.nio.ByteBuffer;
import java.time.Instant;

/// A packet as it was captured: when, on which kind of link (LINKTYPE_ number), the bytes that were
/// kept, and how many more there were on the wire.
record Packet(Instant time, int linkType, ByteBuffer bytes, int cut) {}
