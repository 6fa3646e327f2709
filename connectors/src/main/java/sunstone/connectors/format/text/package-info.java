/**
 * EBSD files of text, and text beside binary: {@code .ang} of EDAX, {@code .ctf} and {@code .cpr} with {@code .crc} of
 * Oxford. It uses {@link sunstone.connectors.format.map} and is used by {@link sunstone.connectors.format.EbsdMaps}
 * only. A format is one reader here; start at {@link sunstone.connectors.format.text.CtfReader}, the plainest.
 */
@NullMarked
package sunstone.connectors.format.text;

import org.jspecify.annotations.NullMarked;
