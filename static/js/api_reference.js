// Draws the reference into the page. Where the bundle does not run, the list above it stays.
(function () {
  "use strict";
  var place = document.getElementById("swagger-ui");
  if (!place || !window.SwaggerUIBundle) { return; }
  window.SwaggerUIBundle({
    domNode: place,
    url: place.dataset.schema,
    deepLinking: true,
    validatorUrl: null,
    presets: [window.SwaggerUIBundle.presets.apis],
    layout: "BaseLayout"
  });
}());
