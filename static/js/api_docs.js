// Starts Swagger UI on the API page; writing requests carry the session's CSRF token.
const host = document.getElementById("api-docs");
const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? "";

window.SwaggerUIBundle({
  domNode: host,
  url: host.dataset.schema,
  deepLinking: true,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  validatorUrl: null,
  requestInterceptor: (request) => {
    request.headers["X-CSRFToken"] = token();
    return request;
  },
});
