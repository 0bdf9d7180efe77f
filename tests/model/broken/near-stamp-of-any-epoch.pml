/* Broken: a stamp is compared with a lease of another epoch.
 *
 * A reader begins and loads x. A commit lands. Redis loses its clock, and
 * begins with a lower one. x is leased in the new epoch. The reader's stamp is
 * higher, so it stores the old value.
 */
#define may_store_near(p) (near[p].changed <= stamp)
