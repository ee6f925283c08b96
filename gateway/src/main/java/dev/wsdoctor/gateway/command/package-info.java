/// The gateway as a program: nginx's options, messages, signals and files.
@NullMarked
package dev.wsdoctor.gateway.command;

import org.jspecify.annotations.NullMarked;
