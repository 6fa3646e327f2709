/**
 * Software of laboratories as connectors meet it, with the manners of the real ones: half-written files, delays,
 * answers out of turn. It measures with {@link sunstone.simulators.microscope.VirtualMicroscope}. Start at {@link
 * sunstone.simulators.laboratory.FolderStation}.
 */
@NullMarked
package sunstone.simulators.laboratory;

import org.jspecify.annotations.NullMarked;
