package dev.wsdoctor.app.demo;

import dev.wsdoctor.diagnosis.Answer;
import dev.wsdoctor.diagnosis.CheckRequest;
import dev.wsdoctor.diagnosis.Report;
import dev.wsdoctor.repair.Repair;
import java.util.function.Consumer;
import java.util.function.Function;

/// What the demonstration needs of its surroundings: the questions it asks, and how it speaks.
/// `print` takes what a command would print, `say` takes a line.
public record Stage(
    Function<CheckRequest, Answer<Report>> check,
    Function<Report, Repair> fix,
    Function<Report, byte[]> asText,
    Function<Repair, byte[]> asDiff,
    Consumer<byte[]> print,
    Consumer<String> say) {}
