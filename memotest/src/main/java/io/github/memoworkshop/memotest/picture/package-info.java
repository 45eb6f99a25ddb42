/**
 * Pictures of a run: who fetched, who waited, and when.
 *
 * <p>A {@link io.github.memoworkshop.memotest.picture.Recording} notes what really happens, in the demo or in a lab. Of
 * its events {@link io.github.memoworkshop.memotest.picture.Pictures} makes a picture: a lane for each caller, and time
 * goes to the right. It can be shown as text, as SVG, and on a page.
 */
package io.github.memoworkshop.memotest.picture;
