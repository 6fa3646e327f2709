/**
 * A microscope with a known specimen: points with orientation noise, wrong solutions and patterns that are not
 * indexed. It uses crystallography, map and the interface {@link sunstone.connectors.instrument.Instrument}, and no
 * part of the prior or posterior. Start at {@link sunstone.simulators.microscope.VirtualMicroscope}.
 */
@NullMarked
package sunstone.simulators.microscope;

import org.jspecify.annotations.NullMarked;
