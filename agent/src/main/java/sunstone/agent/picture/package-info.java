/**
 * Pictures of maps for people: raw rasters from {@link sunstone.agent.picture.MapRendering}, put on a {@link
 * sunstone.agent.picture.Plate} with scale bar, colour bar and labels; start there.
 *
 * <p>Pure functions from maps to images; used by the report and by the live page.
 */
@NullMarked
package sunstone.agent.picture;

import org.jspecify.annotations.NullMarked;
