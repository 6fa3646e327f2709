/**
 * Stacks of polarized light in files: TIFF pages and folders of frames by stage angle, with dark and flat field. It
 * uses {@link sunstone.connectors.format.map} for lines and rasters. Start at {@link
 * sunstone.connectors.format.light.LightStack}.
 */
@NullMarked
package sunstone.connectors.format.light;

import org.jspecify.annotations.NullMarked;
