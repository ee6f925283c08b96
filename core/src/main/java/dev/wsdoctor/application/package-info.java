/// What people put behind nginx: how an application is recognised, what it needs, and what to do in
/// it. Pure: the profiles are data in a resource.
@NullMarked
package dev.wsdoctor.application;

import org.jspecify.annotations.NullMarked;
