/**
 * Pictures of maps for people: raw rasters, put on a plate with scale bar, colour bar and labels. Pure functions from
 * maps to images over the models, used by the report and by the live page. Start at {@link
 * sunstone.agent.picture.Plate} and {@link sunstone.agent.picture.MapRendering}.
 */
@NullMarked
package sunstone.agent.picture;

import org.jspecify.annotations.NullMarked;
