/**
 * Files of EBSD maps; start at {@link sunstone.connectors.format.EbsdMaps}.
 *
 * <p>A file that cannot be read is a {@link sunstone.connectors.format.EbsdFile.Refused} with the reason, never an
 * exception. Orientations come out as unit quaternions, sample to crystal (passive), scalar first, crystal axes X
 * parallel to a whatever the file used; the sample frame is the one that the file's Euler angles refer to
 * (models/doc/physics.md section 5).
 */
@NullMarked
package sunstone.connectors.format;

import org.jspecify.annotations.NullMarked;
