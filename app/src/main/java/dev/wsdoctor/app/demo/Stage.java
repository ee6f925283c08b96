package dev.wsdoctor.app.demo;

import dev.wsdoctor.diagnosis.Answer;
import dev.wsdoctor.diagnosis.CheckRequest;
import dev.wsdoctor.diagnosis.Mend;
import dev.wsdoctor.diagnosis.Report;
import dev.wsdoctor.diagnosis.Setting;
import dev.wsdoctor.diagnosis.Traffic;
import dev.wsdoctor.diagnosis.TrafficReader;
import java.util.function.Consumer;
import java.util.function.Function;

/// What the demonstration needs of its surroundings: the questions it asks, and how it speaks.
/// `print` takes what a command would print, `say` takes a line.
public record Stage(
    Function<CheckRequest, Answer<Report>> check,
    Function<CheckRequest, Answer<Mend>> fix,
    Function<Setting, Answer<TrafficReader>> traffic,
    Function<Report, byte[]> asText,
    Function<Mend, byte[]> asDiff,
    Function<Traffic, byte[]> asTable,
    Consumer<byte[]> print,
    Consumer<String> say) {}
